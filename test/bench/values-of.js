// Prints the values that a program of programs/ loads, as JSON: node values-of.js PROGRAM
import { pathToFileURL } from 'node:url'

const { values } = await import(pathToFileURL(process.argv[2]))
process.stdout.write(JSON.stringify(values()))
