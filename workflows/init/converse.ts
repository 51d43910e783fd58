/**
 * Goes through the questions until every one has a right answer: from flags, from a person, from what could be read or from what is usual. A
 * person may go back, ask what a question means, and change any answer at the end.
 */
import { type AnswerFaults, faultsIn } from "../../declaration/new-environment/answer-faults";
import type { InitAnswers } from "../../declaration/new-environment/answers";
import { FaultyAnswers, flagOf } from "../../declaration/new-environment/faulty-answers";
import type { Question, Readable, Readings } from "../../declaration/new-environment/question";
import { questions } from "../../declaration/new-environment/questions";
import type { Answers } from "./answers";

export interface Conversation {
  /** Asks a person; undefined without a terminal. */
  ask?: ((text: string) => Promise<string>) | undefined;
  narrate(text: string): void;
  /** @returns undefined, or why nothing could be read. Quick, whatever happens. */
  read: { [K in Readable]: (answers: Partial<InitAnswers>) => Promise<Readings[K] | string | undefined> };
}

/** @param change a question to ask again. @throws FaultyAnswers for what is missing or wrong where nobody can be asked. */
export async function converse(answers: Answers, use: Conversation, change?: Question): Promise<void> {
  if (use.ask) return await new Interview(answers, use, use.ask).hold(change);
  const missing: Question[] = [];
  for (const question of questions) {
    if (!isWanted(question, answers)) continue;
    if (answers.get(question.key)) continue;
    await readFor(question, answers, use);
    if (answers.propose(question) || question.flagOnly) continue;
    missing.push(question);
  }
  // A proposal that builds on an answer which is missing is no fault of anybody.
  const wrong = [...faultsIn(answers.texts, answers.all).words].flatMap(([{ key, flag }, problem]) =>
    missing.length === 0 || answers.get(key)?.said ? { flag: flagOf(flag), problem } : [],
  );
  const isTaken = answers.get("replace")?.text === "no";
  if (isTaken)
    wrong.unshift({ flag: "--name", problem: `"${answers.get("name")?.text}" is taken, expected another name, or --force to replace it` });
  if (missing.length > 0 || wrong.length > 0) throw new FaultyAnswers(missing, wrong);
}

/** An answer that does not count is left out. */
function isWanted({ key, when }: Question, answers: Answers): boolean {
  if (when?.(answers.known) !== false) return true;
  answers.forget(key);
  return false;
}

/** Only where nothing else says it. */
async function readFor({ reads, usual }: Question, answers: Answers, use: Conversation): Promise<void> {
  if (!reads || reads in answers.read || usual?.(answers.known)) return;
  // Who happens to run a script is not who is to be told of trouble.
  if (reads === "operator" && !use.ask) return;
  const found = await use.read[reads](answers.texts);
  if (typeof found === "string") use.narrate(found);
  Object.assign(answers.read, { [reads]: typeof found === "string" ? undefined : found });
}

class Interview {
  /** Those that were asked, the last one last. */
  readonly #asked: Question[] = [];
  #checked: { of: string; faults: AnswerFaults } | undefined;
  readonly #before = new Map<keyof InitAnswers, string>();

  constructor(
    readonly answers: Answers,
    readonly use: Conversation,
    readonly ask: (text: string) => Promise<string>,
  ) {}

  async hold(change?: Question): Promise<void> {
    if (change) this.#reopen(change);
    // What is answered late may make an early answer wrong.
    for (let isSettled = false; !isSettled; ) isSettled = await this.#passOnce();
  }

  /** @returns whether nothing had to be asked. */
  async #passOnce(): Promise<boolean> {
    let hasAsked = false;
    for (let at = 0; at < questions.length; ) {
      const question = questions[at] as Question;
      const next = await this.#settle(question);
      hasAsked ||= next !== "settled";
      at = next === "settled" || next === "asked" ? at + 1 : questions.indexOf(next);
    }
    return !hasAsked;
  }

  /** @returns the question to go back to, if one has to be asked again. */
  async #settle(question: Question): Promise<"settled" | "asked" | Question> {
    const { answers } = this;
    if (!isWanted(question, answers)) return "settled";
    if (answers.get(question.key)?.said === false || (question.flagOnly && !answers.get(question.key))) {
      // It follows the answers that it was made of.
      await readFor(question, answers, this.use);
      if (!answers.propose(question) && question.flagOnly) return "settled";
    }
    const answer = answers.get(question.key);
    const fault = answer && this.#faults().words.get(question);
    if (answer && fault === undefined) return "settled";
    if (fault !== undefined) this.use.narrate(`  ${fault}`);
    if (answer) this.#reopen(question);
    return await this.#askFor(question);
  }

  async #askFor(question: Question): Promise<"asked" | Question> {
    const { answers, use } = this;
    await readFor(question, answers, use);
    const proposal = question.usual?.(answers.known);
    const before = this.#before.get(question.key);
    const offer = before ?? proposal?.text;
    const source = before === undefined && proposal?.from ? ` (${proposal.from})` : "";
    const heading = `${question.text}${source}`;
    const offered = offer ? ` [${offer}]` : "";
    const isLong = heading.length + offered.length > 70;
    for (;;) {
      if (isLong) use.narrate(heading);
      const typed = (await this.ask(isLong ? `${offered || " "}: `.trimStart() : `${heading}${offered}: `)).trim();
      if (typed === "?") {
        use.narrate(`  ${question.help}`);
        use.narrate(`  Such as ${question.example}. As a flag: ${question.flag}`);
        continue;
      }
      if (typed === "<") {
        const last = this.#asked.pop();
        if (last) return this.#reopen(last);
        use.narrate("  This is the first question.");
        continue;
      }
      if (typed === "" && offer === undefined) {
        use.narrate(`  An answer is needed, such as ${question.example}; ? explains.`);
        continue;
      }
      const next =
        typed === "" && before === undefined && proposal ? this.#accept(question) : this.#check(question, typed || (offer ?? ""));
      if (next) return next;
    }
  }

  #accept(question: Question): "asked" | Question | undefined {
    this.answers.propose(question, true);
    return this.#settled(question);
  }

  #check(question: Question, text: string): "asked" | Question | undefined {
    this.answers.say(question, text, "your answer");
    return this.#settled(question);
  }

  #settled(question: Question): "asked" | Question | undefined {
    const fault = this.#faults().words.get(question);
    if (fault !== undefined) {
      this.use.narrate(`  ${fault}`);
      this.answers.forget(question.key);
      return undefined;
    }
    this.#before.delete(question.key);
    this.#asked.push(question);
    if (question.key !== "replace" || this.answers.get("replace")?.text !== "no") return "asked";
    this.answers.forget("replace");
    this.answers.forget("name");
    return questions.find(({ key }) => key === "name") as Question;
  }

  /** It is asked again, with what was answered as the offer. */
  #reopen(question: Question): Question {
    const answer = this.answers.get(question.key);
    if (answer?.said) this.#before.set(question.key, answer.text);
    this.answers.forget(question.key);
    return question;
  }

  /** Everything is checked after each answer, and once only while nothing changes. */
  #faults(): AnswerFaults {
    const { texts, all } = this.answers;
    const of = JSON.stringify(texts);
    if (this.#checked?.of !== of) this.#checked = { of, faults: faultsIn(texts, all) };
    return this.#checked.faults;
  }
}
