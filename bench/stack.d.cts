/** The Terraform JSON of the article's API. */
export function synthesize(): string;
