variable "environment" {
  description = "A part of the names of all resources."
  type        = string
}

variable "regions" {
  description = "The backend of each region."
  type        = map(object({ url = string }))
}
