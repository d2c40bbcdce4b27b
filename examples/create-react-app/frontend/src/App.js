import config from './config'
import { useHealth } from './useHealth'

/** What the build knows, and what the backend answers that this page finds. */
export function App() {
  const health = useHealth(config.REACT_APP_API_BASE_URL)
  return (
    <main>
      <h1>{config.REACT_APP_TITLE}</h1>
      <p data-testid="api">{config.REACT_APP_API_BASE_URL}</p>
      <output data-testid="health" data-state={health.state}>
        {health.text}
      </output>
    </main>
  )
}
