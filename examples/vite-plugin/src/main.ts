const { REACT_APP_BACKEND_PORT: port, REACT_APP_BACKEND_URL: url } = import.meta.env

// A URL on this very machine is left to the page, so that one build works from any machine.
const backend = url ?? `http://${location.hostname}:${port}`

for (const output of document.querySelectorAll('output')) output.textContent = backend
