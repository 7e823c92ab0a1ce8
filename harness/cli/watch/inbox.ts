// What a watching command is told, kept until it has time for it.

export class Inbox<Message extends string> {
  private readonly waiting: Message[] = [];
  private take: ((message: Message) => void) | null = null;

  /** Keeps a message; one that is waiting already is not kept twice. */
  tell(message: Message): void {
    const { take } = this;
    this.take = null;
    if (take) take(message);
    else if (!this.waiting.includes(message)) this.waiting.push(message);
  }

  /** The next message, when there is one; nobody else may be waiting for it. */
  next(): Promise<Message> {
    const message = this.waiting.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => {
      this.take = resolve;
    });
  }
}
