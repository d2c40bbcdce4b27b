/** What a file may not set, whatever it is set to; of each family, several members. */
export const FORBIDDEN: readonly string[] = [
  ...['NODE_OPTIONS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_EXTRA_CA_CERTS'],
  ...['LD_PRELOAD', 'LD_LIBRARY_PATH', 'LD_AUDIT', 'GCONV_PATH'],
  ...['DYLD_INSERT_LIBRARIES', 'DYLD_LIBRARY_PATH', 'DYLD_FRAMEWORK_PATH', 'DYLD_'],
  ...['PATH', 'COMSPEC', 'IFS'],
  ...['PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'PYTHONUSERBASE'],
  ...['PERL5OPT', 'PERL5LIB', 'RUBYOPT', 'RUBYLIB'],
  ...['BASH_ENV', 'PROMPT_COMMAND', 'PS4', 'ZDOTDIR'],
  ...['GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_SSH_VARIANT'],
  ...['GIT_CONFIG', 'GIT_CONFIG_COUNT', 'GIT_CONFIG_KEY_0', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_PARAMETERS'],
  ...['GIT_EXEC_PATH', 'GIT_EXTERNAL_DIFF', 'GIT_ASKPASS', 'GIT_EDITOR', 'GIT_PAGER'],
  'OPENSSL_CONF',
]

/** What a file may not set even where the schema lists it. */
export const PROTOTYPE: readonly string[] = [...Object.getOwnPropertyNames(Object.prototype), 'prototype']

/** What has good reasons to stand in a file, or only begins like a name that may not. */
export const ALLOWED: readonly string[] = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'DOCKER_HOST', 'COMPOSE_FILE', 'COMPOSE_PROJECT_NAME', 'TMPDIR'],
  ...['JAVA_TOOL_OPTIONS', 'NODE_PATH', 'BROWSER', 'ENV', 'NPM_CONFIG_REGISTRY', 'SSL_CERT_FILE', 'EDITOR'],
  ...['PATHS', 'NODE_OPTIONS_2', 'IFSX', 'GIT_AUTHOR_NAME', 'LD_PRELOAD_', 'MY_PATH', 'PYTHONPATHS', 'DYLD'],
]
