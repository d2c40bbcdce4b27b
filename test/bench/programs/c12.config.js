export default Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, value]) => [name, Number(process.env[name] || value)]),
)
