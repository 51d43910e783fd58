/**
 * Escapes SPF for Terraform. To Terraform "${" begins an expression, and "%{" a directive, unless doubled; SPF's macros begin with "%{" too
 * (RFC 7208 7). Other records are not escaped, because they may hold an expression for a provider's answer.
 */
export const literalText = (text: string): string => text.replaceAll(/[$%]\{/g, (sign) => `${sign.charAt(0)}${sign}`);
