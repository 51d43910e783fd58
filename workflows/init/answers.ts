/** The answers of one `init`: each with where it is from, so that a proposal follows what it was made of and the summary can tell. */
import type { InitAnswers } from "../../declaration/new-environment/answers";
import type { Known, Question, Readings } from "../../declaration/new-environment/question";
import { questions } from "../../declaration/new-environment/questions";
import { type Surroundings, withoutReplaced } from "../../declaration/new-environment/surroundings";

export interface Answer {
  text: string;
  /** Said by a flag or at the prompt; else it was proposed. */
  said: boolean;
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

  /** Takes what is usual. @returns false where nothing is. */
  propose(question: Question): boolean {
    const proposal = question.usual?.(this.known);
    if (!proposal) return false;
    this.#answers.set(question.key, { text: proposal.text, said: false, from: proposal.from ?? "usual" });
    return true;
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
