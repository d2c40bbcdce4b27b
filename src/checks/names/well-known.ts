import type { Place } from './shape.js'

/** Words that names are made of: one in the place of another is a name of its own (`REDIS_HOST`), not a typo. */
const WORDS: ReadonlySet<string> = new Set(
  [
    'ADDR ADMIN API APP AUTH BASE BIND CACHE CERT CODE CONFIG COST COUNT DATA DATABASE DATE DB DEBUG DEV DIR DNS DOMAIN ENV',
    'EXPOSE FILE FONT FORMAT FROM FTP GROUP GRPC HOST HOSTS HOT HTTP HTTPS ID IMAGE INFO KEY LEVEL LIMIT LLAMA LOG MAX MIN MODE',
    'NAME NODE PART PASS PATH PID POD POOL POST PRE PROD PROTO PROXY PUBLIC ROLE ROOT SALT SECRET SIZE SMTP SOCKET SORT SSH SSL',
    'STAGE STATE STORE SUB TAG TASK TCP TEMP TEST TEXT TIME TIMEOUT TLS TOKEN TTL TYPE UDP UI USER VALUE WEB WORK ZONE',
  ].flatMap((line) => line.split(' ')),
)

/** Variables that systems and common tools set or read, whatever a stack declares. */
const NAMES: ReadonlySet<string> = new Set(
  [
    'BROWSER CI COLORTERM COLUMNS COMPUTERNAME DEBUG DISPLAY EDITOR EUID FORCE_COLOR GID GROUPS HISTFILE HOME HOMEDRIVE',
    'HOMEPATH HOST HOSTNAME HOSTTYPE IFS INIT_CWD INVOCATION_ID JOURNAL_STREAM LANG LANGUAGE LESS LINES LOGNAME MACHTYPE',
    'MAIL MAILTO MANPATH NODE NODE_ENV NODE_OPTIONS NODE_PATH NO_COLOR NO_PROXY HTTP_PROXY HTTPS_PROXY ALL_PROXY',
    'FTP_PROXY OLDPWD OSTYPE PAGER PATH PATHEXT PORT PPID PROMPT PS1 PUBLIC_URL PWD RANDOM SHELL SHELLOPTS SHLVL',
    'SERVER_HOST SERVER_NAME SERVER_PORT SYSTEMROOT TEMP TERM TERM_PROGRAM TMP TMPDIR TZ UID USER USERDOMAIN USERNAME',
    'USERPROFILE VIRTUAL_ENV VISUAL WINDIR WINDOWID',
  ].flatMap((line) => line.split(' ')),
)

/** What the names of one tool's or system's variables begin with, before their first `_`. */
const FAMILIES: ReadonlySet<string> = new Set(
  [
    'LC XDG SSH GPG GIT GITHUB GITLAB BITBUCKET JENKINS CIRCLE RUNNER KUBERNETES DOCKER BUILDKIT COMPOSE PORTOLAN NPM',
    'NVM NODENV PNPM YARN BUN VOLTA CONDA PYENV PIP JAVA MAVEN GRADLE CARGO RUST RUSTUP AWS AZURE GCP GOOGLE CLOUDSDK',
    'VSCODE JETBRAINS INTELLIJ TMUX WSL DBUS SYSTEMD SUDO GTK QT QT4 KDE GNOME WAYLAND VITEST JEST DYLD LD COREPACK',
    'HOMEBREW DIRENV',
  ].flatMap((line) => line.split(' ')),
)

/** What Kubernetes makes of a service and Docker of a link: `REDIS_SERVICE_HOST`, `REDIS_PORT_6379_TCP_ADDR`. */
const LINK = /_SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:ADDR|PORT|PROTO|START|END))?$/

/** Variables that CI services and shells set in every job, and that a file would set for the stack alone. */
const AMBIENT: ReadonlySet<string> = new Set(['LOGLEVEL'])

/** Whether a word of a name is one that many names have. */
export function isCommonWord(word: string): boolean {
  return WORDS.has(word)
}

/** Whether a variable is somebody else's, however close its name comes to another. */
export function isWellKnown(name: string, place: Place): boolean {
  if (place === 'environment' && AMBIENT.has(name)) return true
  const upper = name.toUpperCase()
  const first = upper.indexOf('_')
  if (NAMES.has(upper) || (first > 0 && FAMILIES.has(upper.slice(0, first)))) return true
  return (name.includes('_SERVICE_') || name.includes('_PORT_')) && LINK.test(name)
}
