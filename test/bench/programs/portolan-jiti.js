import { resolve } from 'node:path'
import { createJiti } from 'jiti'
import { load } from 'portolan'

const config = load(createJiti(resolve('package.json'))('./schema/index.ts').default)
if (config.BACKEND_PORT !== 9100) process.exitCode = 1

export const values = () => config
