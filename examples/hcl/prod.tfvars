environment = "prod"

regions = {
  sdc = { url = "https://orders-sdc.example.com" }
  nwe = { url = "https://orders-nwe.example.com" }
}
