// What an instructor gave and no gradebook can be written with.

/** Its message is one sentence for whoever runs the command. */
export class NotUsable extends Error {
  override name = 'NotUsable';
}
