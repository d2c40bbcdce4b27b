export { onFirstLoad } from './api/first-load.js'
export * from './index.js'
