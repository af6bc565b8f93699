/** What policies do later in an exchange, for example when the response is known. */
export class Callbacks {
  private waiting: (() => void)[] | undefined;

  add(callback: () => void): void {
    (this.waiting ??= []).push(callback);
  }

  /** Runs all callbacks once, including those that callbacks add. */
  run(): void {
    for (let callback = this.waiting?.shift(); callback; callback = this.waiting?.shift()) callback();
  }
}
