import { useEffect, useState } from 'react'
import { BACKEND_URL } from './config.js'

// Without the generated module: what the deployment says, else what the build did.
const title = window.__PORTOLAN__?.REACT_APP_TITLE ?? import.meta.env.REACT_APP_TITLE ?? 'Built in'

/** What this deployment is called, where its backend is, and what that answers. */
export function App() {
  const answer = useAnswer(BACKEND_URL)
  return (
    <main>
      <h1 data-testid="title">{title}</h1>
      <p data-testid="backend">{BACKEND_URL}</p>
      <output data-testid="answer" data-state={answer.state}>
        {answer.text}
      </output>
    </main>
  )
}

function useAnswer(url) {
  const [answer, setAnswer] = useState({ state: 'asking', text: 'Asking the backend ...' })
  useEffect(() => {
    const asked = new AbortController()
    fetch(url, { signal: asked.signal })
      .then((response) => response.json())
      .then(
        ({ port }) => setAnswer({ state: 'good', text: `The backend on port ${port} answers` }),
        () => asked.signal.aborted || setAnswer({ state: 'bad', text: 'No backend answers' }),
      )
    return () => asked.abort()
  }, [url])
  return answer
}
