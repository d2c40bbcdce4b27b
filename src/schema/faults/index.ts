import type { Problem, Setting, Stack } from '../../model.js'
import { serviceIn, urlHelper } from '../../stack/services.js'
import { wrongDefault } from './default.js'
import { wrongFacts } from './facts.js'
import { leak, wrongCopy } from './frontend.js'
import { wrongName } from './name.js'
import { sameService, secondSlot, wrongOption, wrongTwin } from './twins.js'
import { variantProblems } from './variants.js'

/** What is wrong with the choices among settings, and with each setting, the first thing alone, in schema order. */
export function settingProblems(stack: Stack, secrets: ReadonlyMap<string, string>): Problem[] {
  return [...variantProblems(stack), ...ownProblems(stack, secrets)]
}

function ownProblems(stack: Stack, secrets: ReadonlyMap<string, string>): Problem[] {
  const { settings } = stack
  const sameVariable = areCalledByVariable(settings) ? NONE : earlier(settings, ({ variable }) => variable)
  const sameOption = earlier(settings, ({ argument }) => argument)
  const samePort = earlier(settings, ({ port }) => port?.service ?? null)
  const sameUrl = earlierUrls(stack)
  const otherSlot = earlier(settings, ({ slot }) => slot && 'slot')
  return settings.flatMap(
    (setting) =>
      wrongName(setting) ??
      beside(setting, sameVariable, wrongTwin) ??
      beside(setting, sameOption, wrongOption) ??
      wrongFacts(setting) ??
      wrongDefault(setting) ??
      beside(setting, otherSlot, secondSlot) ??
      beside(setting, samePort, sameService) ??
      beside(setting, sameUrl, sameService) ??
      leak(setting, secrets.get(setting.path) ?? null) ??
      wrongCopy(setting, stack) ??
      NONE_WRONG,
  )
}

/** By setting, the first one that has the same of something. */
type Earlier = ReadonlyMap<Setting, Setting>

const NONE: Earlier = new Map()
/** What nearly every setting has: one list for all of them. */
const NONE_WRONG: readonly Problem[] = []

/** @param keyOf what may be the same; null where a setting has none */
function earlier(settings: readonly Setting[], keyOf: (setting: Setting) => string | null): Earlier {
  const first = new Map<string, Setting>()
  const found = new Map<Setting, Setting>()
  for (const setting of settings) {
    const key = keyOf(setting)
    if (key === null) continue
    const other = first.get(key)
    if (other === undefined) first.set(key, setting)
    else found.set(setting, other)
  }
  return found
}

/** Whether no variable has two settings, of which the second is called by its path. */
function areCalledByVariable(settings: readonly Setting[]): boolean {
  return settings.every(({ name, variable }) => variable === null || variable === name)
}

/** URLs with helpers of one name; hardly ever are there two of which to ask whether they have one. */
function earlierUrls(stack: Stack): Earlier {
  const urls = stack.settings.filter(({ format, derived }) => format.name === 'url' && derived)
  const named = ({ name }: Setting) => serviceIn(name)
  if (earlier(urls, named).size === 0) return NONE
  return earlier(
    urls.filter((one) => urlHelper(one, stack) !== null),
    named,
  )
}

function beside(
  setting: Setting,
  others: Earlier,
  wrong: (first: Setting, setting: Setting) => Problem | null,
): Problem | null {
  const first = others.get(setting)
  return first === undefined ? null : wrong(first, setting)
}
