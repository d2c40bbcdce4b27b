require('dotenv').config({ path: [`.env.${process.env.NODE_ENV}`, '.env.local', '.env', '.env.defaults'], quiet: true })

module.exports = DEFAULTS
