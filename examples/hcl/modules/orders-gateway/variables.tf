variable "api_management_name" {
  type = string
}

variable "resource_group_name" {
  type = string
}

variable "backends" {
  description = "The backends by region, each with its priority in the pool."
  type = map(object({
    url      = string
    priority = number
  }))
}

variable "retry" {
  description = "How often a request is sent again, and how long an attempt may take, in seconds."
  type        = object({ count = optional(number, 4), timeout = optional(number, 14) })
  default     = {}
}
