/** What sort of text a file holds, as far as numbers in it are read differently. */
export type Kind =
  | 'code'
  | 'shell'
  | 'settings'
  | 'compose'
  | 'docker'
  | 'server'
  | 'prose'
  | 'style'
  | 'data'
  | 'artefact'

const BY_NAME: readonly [RegExp, Kind][] = [
  [/(?:^|[-.])lock(?:file)?(?:\.|$)|^(?:package-lock|npm-shrinkwrap)\.json$|^go\.sum$/, 'artefact'],
  [/[.-]min\.\w+$|\.(?:map|svg|snap|bundle\.js|chunk\.js)$/, 'artefact'],
  [/^(?:docker-)?compose[\w.-]*\.ya?ml$/, 'compose'],
  [/^(?:docker|container)file|\.dockerfile$/, 'docker'],
  [/nginx|^(?:caddyfile|haproxy\.cfg|httpd\.conf)|\.(?:conf|cnf|vcl)(?:\.\w+)?$/, 'server'],
  [/^(?:procfile|makefile|justfile|gnumakefile|\.envrc)|\.(?:sh|bash|zsh|fish|ksh|ps1|bat|cmd|mk|nft|rules)$/, 'shell'],
  [/\.(?:md|mdx|markdown|rst|adoc|txt|html?|org)$|^readme|^changelog/, 'prose'],
  [/\.(?:css|scss|sass|less|styl)$/, 'style'],
  [/\.(?:csv|tsv|geojson|ndjson|jsonl|gpx|kml|obj|stl|sql)$/, 'data'],
  [
    /^\.env|\.(?:ya?ml|toml|ini|cfg|env|json[c5]?|properties|service|socket|tf|tfvars|hcl|xml|plist|config|template|tpl)$/,
    'settings',
  ],
]

export function kindOf(path: string): Kind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'code'
}
