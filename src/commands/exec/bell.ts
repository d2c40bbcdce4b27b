/** Lets one wait until something has happened, also where it has happened before. */
export class Bell {
  #ring = () => {}
  #rung = new Promise<void>((done) => {
    this.#ring = done
  })

  ring(): void {
    this.#ring()
  }

  /** Waits for a ring since the last wait. */
  async wait(): Promise<void> {
    await this.#rung
    this.#rung = new Promise<void>((done) => {
      this.#ring = done
    })
  }
}
