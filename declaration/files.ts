/** The user's files, as messages call them, wherever their folder is; and the constant that each exports. */

export const listFile = "environments/declared.ts";
export const accountsFile = "environments/accounts.ts";
export const organisationFile = "environments/organisation.ts";
export const environmentFile = (name: string): string => `environments/${name}.ts`;

// Names of environments that are words of the language cannot be names of constants.
const reserved =
  /^(break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/** "pre-prod" is `preProd`. */
export function constantOf(name: string): string {
  const camel = name.replace(/-+(.?)/g, (_, letter: string) => letter.toUpperCase());
  return reserved.test(camel) ? `${camel}Environment` : camel;
}
