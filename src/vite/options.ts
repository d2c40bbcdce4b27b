/** How the plugin reads the configuration. Everything is optional. */
export interface PortolanOptions {
  /**
   * The folder with the schema, relative to Vite's root. Default: the nearest one from Vite's root upward, as for the
   * program.
   */
  readonly root?: string
  /** Which `.env.<mode>` to read. Default: Vite's own mode; `PORTOLAN_MODE` in the environment beats both. */
  readonly mode?: string
  /**
   * The setting that has the port of Vite's servers, by name, path or service: `'ADMIN_PORT'`; false leaves the port to
   * Vite. Default: FRONTEND_PORT, or the port of the service `frontend`.
   */
  readonly port?: string | false
}
