import script from './script.zsh?raw'
import type { Shell } from './shell.js'

export const zsh: Shell = {
  script,
  install: [
    'mkdir -p ~/.local/share/portolan',
    'npx config completion zsh > ~/.local/share/portolan/completion.zsh',
    "echo '. ~/.local/share/portolan/completion.zsh' >> ~/.zshrc",
  ],
}
