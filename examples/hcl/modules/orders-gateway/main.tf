terraform {
  required_providers {
    azapi   = { source = "Azure/azapi" }
    azurerm = { source = "hashicorp/azurerm" }
  }
}

data "azurerm_api_management" "main" {
  name                = var.api_management_name
  resource_group_name = var.resource_group_name
}

resource "azurerm_api_management_backend" "orders" {
  for_each = var.backends

  name                = "orders-${each.key}"
  api_management_name = data.azurerm_api_management.main.name
  resource_group_name = data.azurerm_api_management.main.resource_group_name
  protocol            = "http"
  url                 = each.value.url

  circuit_breaker_rule {
    name          = "gateway-failures"
    trip_duration = "PT30S"

    failure_condition {
      count             = 3
      interval_duration = "PT1M"
      error_reasons     = ["BackendConnectionFailure", "Timeout"]

      status_code_range {
        min = 502
        max = 504
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "azapi_resource" "pool" {
  type      = "Microsoft.ApiManagement/service/backends@2024-05-01"
  name      = "orders"
  parent_id = data.azurerm_api_management.main.id

  body = {
    properties = {
      type = "Pool"
      pool = {
        services = [
          for region, backend in azurerm_api_management_backend.orders : {
            id       = backend.id
            priority = var.backends[region].priority
          }
        ]
      }
    }
  }

  ignore_missing_property = false

  lifecycle {
    create_before_destroy = true
  }
}

resource "azurerm_api_management_api" "orders" {
  name                  = "orders"
  display_name          = "orders"
  path                  = "orders"
  protocols             = ["https"]
  revision              = "1"
  subscription_required = false
  api_management_name   = data.azurerm_api_management.main.name
  resource_group_name   = data.azurerm_api_management.main.resource_group_name
}

resource "azurerm_api_management_api_operation" "list" {
  operation_id        = "list-orders"
  display_name        = "list-orders"
  method              = "GET"
  url_template        = "/"
  api_name            = azurerm_api_management_api.orders.name
  api_management_name = data.azurerm_api_management.main.name
  resource_group_name = data.azurerm_api_management.main.resource_group_name
}

resource "azurerm_api_management_api_policy" "orders" {
  api_name            = azurerm_api_management_api.orders.name
  api_management_name = data.azurerm_api_management.main.name
  resource_group_name = data.azurerm_api_management.main.resource_group_name

  xml_content = templatefile("${path.module}/policy.xml.tftpl", {
    pool  = azapi_resource.pool.name
    retry = var.retry
  })
}
