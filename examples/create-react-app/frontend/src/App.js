import config from './config'
import { useHealth } from './useHealth'

/** What the build knows, and what the backend answers that this page finds. */
export function App() {
  const health = useHealth(config.BACKEND_URL)
  return (
    <main>
      <h1>{config.REACT_APP_TITLE}</h1>
      <p data-testid="api">{config.BACKEND_URL}</p>
      <output data-testid="health" data-state={health.state}>
        {health.text}
      </output>
    </main>
  )
}
