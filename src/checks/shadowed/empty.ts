import { isOfSchema, originText, shiftAside, shown } from '../../display.js'
import type { Problem, Resolution, Resolved } from '../../model.js'
import { warningOf } from '../../problem.js'
import { settingReport } from '../../report.js'
import { cut } from '../../text.js'

const LONGEST = 60

/** Empty lines of files, where something else than nothing is used in their place. */
export function emptyLines({ resolved }: Resolution): Problem[] {
  return [...resolved.values()].filter(isSurprising).flatMap((one) => {
    const { setting, passedOver, origin } = one
    const used = cut(shown(settingReport(one, false).value), LONGEST)
    const source = origin === null || isOfSchema(origin) ? 'the schema' : originText(origin)
    const message = `${setting.name} is empty here, which counts as unset: ${used}${shiftAside(one)} from ${source} is used`
    const help = isText(one)
      ? 'delete the line, or let the schema take the empty text as a value (allowEmpty: true)'
      : 'delete the line, or give it a value'
    return passedOver
      .filter(({ layer }) => layer === 'file')
      .map((empty) => warningOf('shadowed', message, help, { setting: setting.name, origin: empty }))
  })
}

/** A value of a file was perhaps to be taken away, and a text perhaps to be empty; any other has no empty value. */
function isSurprising(one: Resolved): boolean {
  const { setting, origin, value } = one
  if (setting.variable !== setting.name || origin === null || value === null || value === '') return false
  return origin.layer === 'file' || (isOfSchema(origin) && isText(one))
}

function isText({ setting }: Resolved): boolean {
  return setting.format.name === 'string'
}
