/**
 * To Terraform "${" begins an expression and "%{", with which SPF's macros begin too (RFC 7208 7), a directive, unless doubled. What other
 * records hold may be an expression: a provider's answer.
 */
export const literalText = (text: string): string => text.replaceAll(/[$%]\{/g, (sign) => `${sign.charAt(0)}${sign}`);
