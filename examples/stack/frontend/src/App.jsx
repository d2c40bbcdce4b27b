import config from './config.js'
import { useHealth } from './useHealth.js'

/** Where this page finds the services of the stack, and what its backend answers. */
export function App() {
  const health = useHealth(config.BACKEND_URL)
  return (
    <main>
      <h1>The stack</h1>
      <p>Where this page finds its services.</p>
      <dl>
        {Object.entries(config).map(([name, url]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-testid={name}>{url}</dd>
          </div>
        ))}
      </dl>
      <output data-testid="health" data-state={health.state}>
        {health.text}
      </output>
    </main>
  )
}
