import type { Rendered, Target, TargetRequest } from '../target.js'
import { dockerUserLines } from './docker-user.js'
import { labelOf } from './label.js'
import { nameOf, options } from './options.js'
import { colonText } from './ports.js'
import { commented, preambleOf, shellWord, statedIn } from './preamble.js'
import { type Opening, rulesOf } from './rules.js'

/** A script that adds a rule for each port, and for each of its networks. */
export const ufw: Target = {
  name: 'ufw',
  summary: 'a script of `ufw allow` commands',
  scope: 'shared',
  usualPath: 'firewall/ufw.sh',
  options,
  afterwards: 'look at it, run it with `sudo sh`, and delete the rules of ports that have changed',
  reads: () => [],
  render,
  valuesIn: statedIn,
}

function render(request: TargetRequest): Rendered {
  const { path } = request
  const rules = rulesOf(request)
  const name = nameOf(request.options)
  const preamble = preambleOf('ufw', request, rules, {
    apply: [`sudo sh ${shellWord(path)}`],
    about: [
      'It only adds rules: one for each open port or range and each of its networks. ufw skips those that are there, so',
      'that it may be run again. What has no rule, ufw treats as it does by default: `sudo ufw default deny incoming`',
      'closes it, which needs a rule for ssh first. The rule of a port that has changed stays until you delete it:',
      '',
      `  sudo ufw status numbered | grep '# ${name} '`,
      '  sudo ufw delete NUMBER   # the highest first',
    ],
    docker: dockerUserLines('ufw', rules),
  })
  const commands = rules.open.flatMap((opening) => commandsFor(opening, name))
  const text = `${commented(preamble, '#')}\n\nset -eu\n${commands.map((command) => `${command}\n`).join('')}`
  return { files: [{ path, text, comment: '#' }], remarks: rules.remarks }
}

/** A rule of its own for each, so that its comment can say whose port it is; ufw would take 15 ports. */
function commandsFor(opening: Opening, name: string): string[] {
  const { protocol, ports, sources } = opening
  return (sources.length === 0 ? ['any'] : sources).map(
    (source) =>
      `ufw allow proto ${protocol} from ${source} to any port ${colonText(ports)} comment '${name} ${labelOf(opening)}'`,
  )
}
