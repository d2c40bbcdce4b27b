import portolan from 'portolan/vite'
import { defineConfig } from 'vite'

export default defineConfig({ plugins: [portolan()] })
