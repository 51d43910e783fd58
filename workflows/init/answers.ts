/** The answers of one `init`: each with where it is from, so that a proposal follows what it was made of and the summary can tell. */
import type { InitAnswers } from "../../declaration/new-environment/answers";
import type { Known, Question, Readings } from "../../declaration/new-environment/question";
import { questions } from "../../declaration/new-environment/questions";
import { type Surroundings, withoutReplaced } from "../../declaration/new-environment/surroundings";

export interface Answer {
  text: string;
  /** Said by a flag or at the prompt; else it was proposed. */
  said: boolean;
  /** Somebody was asked, and took what was proposed. */
  agreed?: true;
  /** For people: "read from AWS". */
  from: string;
}

export class Answers {
  readonly read: Partial<Readings> = {};
  readonly #answers = new Map<keyof InitAnswers, Answer>();

  constructor(
    given: Partial<InitAnswers>,
    readonly all: Surroundings,
  ) {
    for (const question of questions) {
      const text = given[question.key];
      if (text !== undefined) this.say(question, text, question.flag.replace(/ .*/, ""));
    }
  }

  get(key: keyof InitAnswers): Answer | undefined {
    return this.#answers.get(key);
  }

  say(question: Question, text: string, from: string): void {
    const plain = text.trim().replace(/^(["'])(.*)\1$/, "$2");
    this.#answers.set(question.key, { text: question.tidy?.(plain, this.known) ?? plain, said: true, from });
  }

  /** Takes what is usual. @param agreed as the answer of somebody who was asked; that stays so. @returns false where nothing is. */
  propose(question: Question, agreed = this.#answers.get(question.key)?.agreed): boolean {
    const proposal = question.usual?.(this.known);
    if (!proposal) return false;
    this.#answers.set(question.key, { text: proposal.text, said: false, from: proposal.from ?? "usual", ...(agreed ? { agreed } : {}) });
    return true;
  }

  /** What was proposed follows what it was made of. */
  follow(): void {
    for (const question of questions) if (this.#answers.get(question.key)?.said === false) this.propose(question);
  }

  forget(key: keyof InitAnswers): void {
    this.#answers.delete(key);
  }

  get texts(): Partial<InitAnswers> {
    return Object.fromEntries([...this.#answers].map(([key, { text }]) => [key, text]));
  }

  get known(): Known {
    const answers = this.texts;
    return { answers, read: this.read, around: withoutReplaced(this.all, answers) };
  }

  /** Those that count, in the order of the questions. */
  get rows(): (Answer & { question: Question })[] {
    return questions.flatMap((question) => {
      const answer = this.#answers.get(question.key);
      return answer ? [{ ...answer, question }] : [];
    });
  }
}
