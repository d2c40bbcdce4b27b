/** A variable of the build; null where it is unset, or where this runs without what holds them. */
export function read(variable) {
  try {
    const text = variable()
    return text === undefined || text === null ? null : String(text)
  } catch (_) {
    return null
  }
}

/** What a script that the page loaded before says of a variable, for this deployment; null without such a script. */
export function told(name) {
  const scope = typeof globalThis === 'undefined' ? self : globalThis
  const has = Object.prototype.hasOwnProperty
  // An element of the page may have that id, and a prototype any property: neither is meant.
  const all = has.call(scope, '__PORTOLAN__') ? Object(scope.__PORTOLAN__) : {}
  return has.call(all, name) && typeof all[name] === 'string' ? all[name] : null
}

/** What the deployment, or else the build, says of the first variable that is set and, unless that is a value, not empty. */
export function value(form, fallback, variables) {
  const names = Object.keys(variables)
  const built = names.map((name) => [name, read(variables[name])])
  const texts = names.map((name) => ['__PORTOLAN__.'.concat(name), told(name)]).concat(built)
  const first = texts.find(([, text]) => text !== null && (text !== '' || form.allowsEmpty))
  if (first === undefined) return fallback
  const parsed = form.parse(first[1])
  if (parsed === undefined) throw new Error([first[0], '=', JSON.stringify(first[1]), ' is not ', form.title].join(''))
  return parsed
}

/** Any text. */
export const text = { title: 'a text', parse: (text) => text }

/** A number of a pattern, within bounds. */
export function number(title, pattern, lowest, highest) {
  const isSound = (text) => pattern.test(text) && Number(text) >= lowest && Number(text) <= highest
  return { title, parse: (text) => (isSound(text) ? Number(text) : undefined) }
}

/** A port, in digits and nothing else. */
export function port(title, lowest, highest) {
  return number(title, /^(?:0|[1-9][0-9]{0,4})$/, lowest, highest)
}

/** A whole number that JavaScript holds exactly. */
export function integer(title, lowest) {
  return number(title, /^(?:0|-?[1-9][0-9]*)$/, lowest, Number.MAX_SAFE_INTEGER)
}

/** A number as JSON writes it. */
export function decimal(title) {
  const pattern = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/
  return number(title, pattern, -Number.MAX_VALUE, Number.MAX_VALUE)
}

/** True or false. */
export function flag(title) {
  const isFalse = (text) => (/^(?:false|0|no|off)$/i.test(text) ? false : undefined)
  return { title, parse: (text) => /^(?:true|1|yes|on)$/i.test(text) || isFalse(text) }
}

/** One of a few values. */
export function choice(title, choices, form) {
  return { title, parse: (text) => choices.find((one) => one === form.parse(text)) }
}

/** Texts between commas. */
export const list = { title: 'a list', parse: (text) => text.split(',') }

/** Whether every reader of JSON reads a value alike. */
export function readAlike(value, depth) {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_VALUE
  if (typeof value !== 'object' || value === null) return true
  if (depth >= 100 || Object.hasOwn(value, '__proto__')) return false
  return Object.keys(value).every((key) => readAlike(value[key], depth + 1))
}

/** A list or an object in JSON. */
export function json(title, isList) {
  const parse = (text) => {
    try {
      const value = JSON.parse(text)
      const isSound = typeof value === 'object' && value !== null && Array.isArray(value) === isList
      return isSound && readAlike(value, 0) ? value : undefined
    } catch (_) {
      return undefined
    }
  }
  return { title, parse }
}

/** A form of which an empty text is a value too. */
export function orEmpty(form) {
  return Object.assign({}, form, { allowsEmpty: true })
}

/** A variable of the build; null where it only says what it does while nobody names a host: the page's serves then. */
export function unless(usual, text) {
  return text === usual ? null : text
}

/** The parts as one text; null where a part is. */
export function joined(...parts) {
  return parts.includes(null) ? null : parts.join('')
}

/** The host that the page came from; '' where there is none. */
export const page = (typeof window !== 'undefined' && window.location && window.location.hostname) || ''
