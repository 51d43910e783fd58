/** Messages of the queue of events that could not be taken, and wait for somebody to look. */

export interface DeadLetter {
  id: string;
  receipt: string;
  body: string;
  /** When it came into the queue, in milliseconds since 1970. */
  sentAt: number;
}

export interface DeadLetters {
  /** Some that nobody else sees meanwhile; none when all are held. */
  next(): Promise<DeadLetter[]>;
  putBack(letter: DeadLetter): Promise<void>;
  /** Lets others see it again. */
  leave(letter: DeadLetter): Promise<void>;
}
