/** What comes next, as commands that work when they are pasted, in their order. */
export const nextLines = (commands: readonly string[]): string[] =>
  commands.map((command, index) => `${index === 0 ? "next:" : "then:"} ${command}`);
