import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `config exec` hands on the resolved port. Another program on it is an error, not a reason to move elsewhere.
const port = process.env.FRONTEND_PORT
const server = { host: '127.0.0.1', strictPort: true, ...(port && { port: Number(port) }) }

export default defineConfig({
  plugins: [react()],
  envPrefix: ['VITE_', 'REACT_APP_'],
  server,
  preview: server,
})
