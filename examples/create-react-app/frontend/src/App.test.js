import { renderToString } from 'react-dom/server'
import { App } from './App'

test('the page is headed by the title that the configuration has for tests', () => {
  expect(renderToString(<App />)).toContain('<h1>The stack, under test</h1>')
})
