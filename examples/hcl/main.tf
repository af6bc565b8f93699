terraform {
  required_providers {
    azapi   = { source = "Azure/azapi", version = "~> 2.12" }
    azurerm = { source = "hashicorp/azurerm", version = ">= 4.55, < 6.0" }
  }
}

provider "azurerm" {
  features {}
}

locals {
  # Each gateway prefers the backend of its own region.
  gateways = {
    for region, settings in var.regions : region => merge(
      { for other, _ in var.regions : other => 2 },
      { (region) = 1 },
    )
  }
}

module "gateway" {
  source   = "./modules/orders-gateway"
  for_each = local.gateways

  api_management_name = "apim-orders-${each.key}-${var.environment}"
  resource_group_name = "rg-orders-${each.key}-${var.environment}"
  backends = {
    for region, priority in each.value : region => {
      url      = var.regions[region].url
      priority = priority
    }
  }
}
