import { isIPv6 } from '../../ports/address.js'
import { rangeText } from '../../ports/range.js'
import type { Rendered, Target, TargetRequest } from '../target.js'
import { wrongPath } from '../wrong-path.js'
import { dockerUserLines } from './docker-user.js'
import { labelOf } from './label.js'
import { nameOf, options } from './options.js'
import { preambleOf, shellWord, statedIn } from './preamble.js'
import { type Opening, rulesOf } from './rules.js'

/** A policy of firewalld 0.9 or newer, which lets in what the schema opens, in every zone. */
export const firewalld: Target = {
  name: 'firewalld',
  summary: 'a policy, which lets open ports in from every zone',
  scope: 'shared',
  usualPath: 'firewall/portolan.xml',
  options,
  afterwards: 'look at it, copy it to /etc/firewalld/policies/, and run `sudo firewall-cmd --reload`',
  reads: () => [],
  render,
  valuesIn: statedIn,
}

function render(request: TargetRequest): Rendered {
  const { path } = request
  if (!path.endsWith('.xml')) throw wrongPath('firewalld', path, 'is no XML file', '.xml')
  const rules = rulesOf(request)
  const name = nameOf(request.options)
  const preamble = preambleOf('firewalld', request, rules, {
    apply: [
      `sudo cp ${shellWord(path)} /etc/firewalld/policies/${name}.xml`,
      'sudo firewall-cmd --check-config',
      'sudo firewall-cmd --reload',
    ],
    about: [
      'It only lets in what the schema opens, whatever the zone of the network is, and leaves all else to the zones:',
      'most of them reject what nobody lets in. The file is the whole of it: what is gone from it is gone with a reload.',
    ],
    docker: dockerUserLines('firewalld', rules),
  })
  const body = [
    '<policy target="CONTINUE">',
    `  <short>${name}</short>`,
    // A comment may not hold the options of commands, since `--` would end it.
    '  <description>',
    ...preamble.map((line) => (line === '' ? '' : `    ${escaped(line)}`)),
    '  </description>',
    '  <ingress-zone name="ANY"/>',
    '  <egress-zone name="HOST"/>',
    ...rules.open.flatMap(elementsFor).map((line) => `  ${line}`),
    '</policy>',
  ]
  return { files: [{ path, text: `${body.join('\n')}\n`, comment: ['<!--', '-->'] }], remarks: rules.remarks }
}

function elementsFor(opening: Opening): string[] {
  const port = `<port port="${rangeText(opening.ports)}" protocol="${opening.protocol}"/>`
  const comment = `<!-- ${labelOf(opening)} -->`
  if (opening.sources.length === 0) return [comment, port]
  const rules = opening.sources.flatMap((source) => [
    `<rule family="${isIPv6(source) ? 'ipv6' : 'ipv4'}">`,
    `  <source address="${source}"/>`,
    `  ${port}`,
    '  <accept/>',
    '</rule>',
  ])
  return [comment, ...rules]
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
