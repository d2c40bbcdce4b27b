import script from './script.fish?raw'
import type { Shell } from './shell.js'

export const fish: Shell = {
  script,
  install: ['mkdir -p ~/.config/fish/conf.d', 'npx config completion fish > ~/.config/fish/conf.d/portolan.fish'],
}
