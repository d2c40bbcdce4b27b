import { useEffect, useState } from 'react'

/** What the backend at a URL says of itself: `state` is asking, good or bad. */
export function useHealth(url) {
  const [health, setHealth] = useState({ state: 'asking', text: 'Asking the backend ...' })
  useEffect(() => {
    const asked = new AbortController()
    ask(url, asked.signal).then(
      ({ port }) => setHealth({ state: 'good', text: `the backend answers on port ${port}` }),
      (error) => asked.signal.aborted || setHealth({ state: 'bad', text: `${url} does not answer: ${error.message}` }),
    )
    return () => asked.abort()
  }, [url])
  return health
}

async function ask(url, signal) {
  const response = await fetch(`${url}/health`, { signal })
  if (!response.ok) throw new Error(`status ${response.status}`)
  return response.json()
}
