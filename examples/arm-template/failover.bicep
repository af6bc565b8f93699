param apiManagementServiceName string

@description('The function apps in the order of their priority.')
param functionAppNames string[]

resource apiManagementService 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apiManagementServiceName
}

resource functionApps 'Microsoft.Web/sites@2024-04-01' existing = [
  for name in functionAppNames: {
    name: name
  }
]

resource backends 'Microsoft.ApiManagement/service/backends@2024-05-01' = [
  for (name, index) in functionAppNames: {
    parent: apiManagementService
    name: name
    properties: {
      description: 'The backend for Function App ${name}'
      url: 'https://${functionApps[index].properties.defaultHostName}'
      protocol: 'http'
      credentials: {
        header: {
          'x-functions-key': [
            listKeys('${functionApps[index].id}/host/default', '2024-04-01').functionKeys.default
          ]
        }
      }
      circuitBreaker: {
        rules: [
          {
            name: 'rule'
            tripDuration: 'PT30S'
            acceptRetryAfter: true
            failureCondition: {
              count: 3
              errorReasons: [
                'BackendConnectionFailure'
              ]
              interval: 'PT15S'
              statusCodeRanges: [
                {
                  min: 502
                  max: 504
                }
              ]
            }
          }
        ]
      }
    }
  }
]

resource loadBalancedPool 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: apiManagementService
  name: 'load-balanced-pool'
  properties: {
    description: 'Load balancer for multiple regions'
    type: 'Pool'
    pool: {
      services: [
        for (name, index) in functionAppNames: {
          id: backends[index].id
          priority: index + 1
        }
      ]
    }
  }
}

resource resilientApi 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: apiManagementService
  name: 'resilient-api'
  properties: {
    displayName: 'Resilient API'
    path: 'resilient-api'
    protocols: [
      'https'
    ]
    subscriptionRequired: false
  }

  resource processRequest 'operations' = {
    name: 'process-request'
    properties: {
      displayName: 'Process request'
      method: 'POST'
      urlTemplate: '/'
    }

    resource policy 'policies' = {
      name: 'policy'
      properties: {
        format: 'rawxml'
        value: loadTextContent('process-request.xml')
      }
      dependsOn: [
        loadBalancedPool
      ]
    }
  }
}
