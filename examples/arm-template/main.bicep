@description('The regions. Each prefers its own function app.')
param regions region[]

type region = {
  apiManagement: string
  functionApp: string
}

module failover 'failover.bicep' = [
  for (region, index) in regions: {
    name: 'failover-${region.apiManagement}'
    params: {
      apiManagementServiceName: region.apiManagement
      functionAppNames: [
        region.functionApp
        regions[1 - index].functionApp
      ]
    }
  }
]
