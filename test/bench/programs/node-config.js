import config from 'config'

if (config.get('BACKEND_PORT') !== 9100) process.exitCode = 1

export const values = () => config.util.toObject()
