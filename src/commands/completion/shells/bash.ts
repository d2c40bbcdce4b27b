import script from './script.bash?raw'
import type { Shell } from './shell.js'

export const bash: Shell = {
  script,
  install: [
    'mkdir -p ~/.local/share/portolan',
    'npx config completion bash > ~/.local/share/portolan/completion.bash',
    "echo '. ~/.local/share/portolan/completion.bash' >> ~/.bashrc",
  ],
}
