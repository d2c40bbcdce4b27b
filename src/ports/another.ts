/** How to come by another port for a setting. */
export function anotherPort(name: string): string {
  return `\`config free ${name}\` finds one, \`config set\` writes it`
}
