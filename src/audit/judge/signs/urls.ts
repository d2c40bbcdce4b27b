import { certain, type Sign } from '../sign.js'

/** The scheme, and an authority up to the colon before the port. */
const AUTHORITY = /([A-Za-z][A-Za-z0-9+.-]{0,30}):\/\/[^\s/?#'"`<>|\\]{0,255}:$/
/** Schemes whose colon comes before a tag. */
const IMAGES = /^(?:docker|oci|docker-image|docker-daemon|image)$/i

export const urls: Sign = {
  name: 'urls',
  read({ filled, right }) {
    const [authority = '', scheme] = AUTHORITY.exec(filled) ?? []
    if (scheme === undefined || authority.lastIndexOf('[') > authority.lastIndexOf(']')) return null
    return IMAGES.test(scheme) || /^[^\s/?#'"`]{0,100}@/.test(right) ? 'no port' : certain('in a URL')
  },
}
