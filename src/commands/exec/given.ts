import type { ChildEnvironment } from '../../handover/not-started.js'
import type { Resolution } from '../../model.js'

/** What a command is given, and what that is made from. */
export interface Given {
  readonly env: ChildEnvironment
  readonly resolution: Resolution
  /** What is to be told before the command starts, each as its lines. */
  readonly warnings: readonly (readonly string[])[]
}
