import type { Adoption, Answers } from '../../adoption/index.js'
import type { Person } from '../../world.js'
import { placeText } from './place.js'

/** What somebody says to what a project does not tell; null where they would rather stop. */
export async function answersOf(person: Person, { conflicts, schemas }: Adoption): Promise<Answers | null> {
  const values = new Map<string, string>()
  let schema: string | null = null
  if (schemas.length > 1) {
    const choices = schemas.map((path) => ({ value: path, hint: '' }))
    schema = await person.choose('Which of these is the configuration?', choices)
    if (schema === null) return null
  }
  for (const { name, taken, others } of conflicts.filter(({ isOpen }) => isOpen)) {
    const choices = [taken, ...others].map((claim) => ({ value: claim.text, hint: placeText(claim.place) }))
    const value = await person.choose(`Which ${name} runs?`, choices)
    if (value === null) return null
    values.set(name, value)
  }
  return { values, schema }
}
